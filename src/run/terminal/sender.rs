//! Frames on their way to the terminal: one thread writes them, and holds up nobody but itself.

use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;

use super::TtyWriter;
use super::question::{self, ASK};
use crate::defect;

/// Writes frames, one after the other.
pub struct Sender(mpsc::Sender<Frame>);

struct Frame {
    number: u64,
    bytes: Vec<u8>,
}

impl Sender {
    /// Starts the thread; `done` is told of each frame that it is written, or why not.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(done: impl Fn(u64, io::Result<()>) + Send + 'static) -> io::Result<Sender> {
        let (sender, frames) = mpsc::channel::<Frame>();
        thread::Builder::new().name("frames".to_owned()).spawn(move || {
            for frame in frames {
                defect::here("frames");
                if frame.bytes.ends_with(ASK) {
                    question::asked();
                }
                let written = TtyWriter.write_all(&frame.bytes);
                if written.is_err() {
                    question::forget_asked();
                }
                done(frame.number, written);
            }
        })?;
        Ok(Sender(sender))
    }

    /// Hands a frame over. The caller waits until it is done before the next: there is no queue.
    pub fn send(&self, number: u64, bytes: Vec<u8>) {
        // The thread has ended only with the program.
        let _ = self.0.send(Frame { number, bytes });
    }
}
