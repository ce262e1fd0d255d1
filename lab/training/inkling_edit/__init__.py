"""Trains Inkling's embedded next-edit model from scratch and exports it to GGUF."""
