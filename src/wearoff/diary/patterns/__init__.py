"""What goes before headache."""
