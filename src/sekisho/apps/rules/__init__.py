"""Own rules by edition, who attests them, and the exceptions; must not know incidents."""
