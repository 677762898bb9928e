//! The hub's own log: one line an event, whatever it quotes.

use crate::domain::text::Clean;
use std::io::{self, Write};

/// Cleans what it is handed and makes one line of it. Each write is an event, as `tracing-subscriber` hands them over.
pub struct CleanLines<W>(pub W);

impl<W: Write> Write for CleanLines<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let line = Clean::line(&String::from_utf8_lossy(event));
        self.0.write_all(format!("{line}\n").as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const HOSTILE: &[&str] = &[
        "one\ntwo",
        "one\r\n2026-03-03T13:49:00Z ERROR all is lost",
        "one\rtwo",
        "one\u{2028}two\u{2029}three\u{85}four\u{b}five\u{c}six",
        "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}1A\u{202e}",
    ];

    /// What the log holds when each of the hostile texts was told of once.
    fn told<W: Write + Send + 'static>(writer: impl Fn(Log) -> W) -> String {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(Mutex::new(writer(log.clone())))
            .with_ansi(false)
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            for text in HOSTILE {
                tracing::warn!("a webhook was turned away: {text}");
            }
        });
        String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
    }

    /// Wherever some reader of logs begins a new line.
    fn lines(log: &str) -> usize {
        let breaks = |c| {
            matches!(
                c,
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        };
        log.split(breaks).filter(|line| !line.trim().is_empty()).count()
    }

    #[test]
    fn no_text_makes_a_second_line_of_the_log() {
        let log = told(CleanLines);
        assert_eq!(lines(&log), HOSTILE.len(), "{log:?}");
        assert!(!log.chars().any(|c| c.is_control() && c != '\n'), "{log:?}");
        assert!(lines(&told(|log| log)) > HOSTILE.len(), "the count finds nothing");
    }
}
