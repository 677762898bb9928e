//! A screen's end: feed and outbox as machines fed with data, then the shell against a whole hub.

mod answers;
mod feed;
mod outbox;
mod shell;
