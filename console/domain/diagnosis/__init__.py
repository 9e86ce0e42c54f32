"""Diagnosis: evidence goes into pure rules and comes out as causes, a verdict and a chain."""
