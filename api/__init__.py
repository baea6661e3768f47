"""What users hold: the Engine, the read guard, explanations with their verifier, jobs and the command line."""
