//! What the room's loop hears, from wherever it comes.

use super::input::{self, InputEvent, Pause};
use super::signals::{self, Endings};
use super::size::watch_size;
use super::terminal::{self, watch_tty};
use crate::client::time::HubTime;
use crate::tui::msg::Msg;
use crate::tui::theme::Theme;
use std::env;
use std::io;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

#[derive(Debug)]
pub enum Heard {
    Msg(Msg),
    Time(HubTime),
    /// The files of the theme have changed: what it is now, and what to say of that.
    Dressed(Theme, Result<String, String>),
    InputLost(String),
    /// The frame of this number is written, or why not.
    Written(u64, io::Result<()>),
    /// The terminal has come to the end of what it was sent.
    Ready,
    /// Somebody wants the job stopped, as with Ctrl-Z.
    Stop,
    /// A signal, or the terminal is gone: leave with this status.
    End(u8),
}

/// Whatever arrives from outside goes into the one channel.
///
/// # Errors
/// A signal cannot be listened for, or no thread be started.
pub fn listen(endings: Endings, sender: &UnboundedSender<Heard>, pause: Arc<Pause>) -> io::Result<()> {
    let ended = sender.clone();
    signals::end_on_signal(endings, move |status| drop(ended.send(Heard::End(status))));
    let stopped = sender.clone();
    signals::stop_on_signal(move || drop(stopped.send(Heard::Stop)))?;
    let gone = sender.clone();
    watch_tty(move || {
        signals::end_soon(129);
        drop(gone.send(Heard::End(129)));
    })?;
    let sized = sender.clone();
    watch_size(move |width, height| {
        // The room has closed; nobody is waiting.
        let _ = sized.send(Heard::Msg(Msg::Resize { width, height }));
    })?;
    let typed = sender.clone();
    let wait = input::join_wait(&|name| env::var(name).ok());
    input::spawn_reader(wait, pause, move |event| typed.send(heard(event)).is_ok())?;
    Ok(())
}

/// The status a signal wants to end with.
pub async fn ending(mut receiver: UnboundedReceiver<Heard>) -> u8 {
    while let Some(heard) = receiver.recv().await {
        if let Heard::End(status) = heard {
            return status;
        }
    }
    1
}

fn heard(event: InputEvent) -> Heard {
    match event {
        InputEvent::Key(key) => Heard::Msg(Msg::Key(key)),
        InputEvent::Paste(text) => Heard::Msg(Msg::Paste(text)),
        InputEvent::Ready => {
            terminal::answered();
            Heard::Ready
        }
        InputEvent::Lost(why) => Heard::InputLost(why),
    }
}
