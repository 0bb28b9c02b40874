"""The latent space of a trained generator: the ways through it, and what lies where."""
