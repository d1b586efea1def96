"""What may be read of rules and exceptions; every query takes the actor first."""
