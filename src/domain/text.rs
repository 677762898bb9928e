//! Text from outside, cleaned once at the door so that it can never act on a terminal.
