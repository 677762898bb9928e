//! Two helpers for whoever writes control sequences.

/// Appends `number` in decimal.
pub(super) fn push_number(frame: &mut Vec<u8>, number: u16) {
    if number >= 10 {
        push_number(frame, number / 10);
    }
    frame.push(b'0' + (number % 10) as u8);
}

/// Two ways to say the same thing stand at the end of `frame`, one from `start` and one from
/// `middle`: keeps the shorter.
pub(super) fn keep_shorter(frame: &mut Vec<u8>, start: usize, middle: usize) {
    if frame.len() - middle < middle - start {
        frame.drain(start..middle);
    } else {
        frame.truncate(middle);
    }
}
