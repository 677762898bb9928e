//! What may be shown: text that a terminal does nothing with but print it.

use serde::Serialize;
use serde_json::Value;
use vte::{Params, Parser, Perform};

/// Characters that must not come out, whatever went in.
pub fn foreign(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Fails where a terminal would do more than print, and go to the next line.
pub fn text(text: &str) {
    Parser::new().advance(&mut Prints, text.as_bytes());
}

/// The same for all text of a body, its keys too.
pub fn value(body: &impl Serialize) {
    let body = serde_json::to_value(body).expect("what was read can be written");
    inside(&body);
}

fn inside(body: &Value) {
    match body {
        Value::String(said) => text(said),
        Value::Array(items) => items.iter().for_each(inside),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            text(key);
            inside(value);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

struct Prints;

impl Perform for Prints {
    fn print(&mut self, c: char) {
        assert!(!foreign(c), "{c:?} is printed");
    }

    fn execute(&mut self, byte: u8) {
        assert_eq!(byte, b'\n', "a control character");
    }

    fn csi_dispatch(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        panic!("CSI {action}");
    }

    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        panic!("OSC");
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        panic!("DCS {action}");
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        panic!("ESC {byte:#x}");
    }
}
