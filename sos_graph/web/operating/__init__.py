"""What an operator watches: health, metrics, the log, and the change from one release to the next."""
