"""Who plays the blocks of worlds: this process, others on this machine, a cluster."""
