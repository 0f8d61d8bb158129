"""What an operator watches: health, metrics, the log and the state of the site."""
