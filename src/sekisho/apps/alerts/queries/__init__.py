"""What may be read of alerts and notices; every query takes the actor first."""
