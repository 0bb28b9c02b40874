"""Training: the step, the losses and penalties, the engines that run it, the trainer that owns a run."""
