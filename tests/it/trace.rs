//! What a tracer wrote of a program's calls to the system.

use std::collections::HashMap;

/// The calls of a trace, each on one line at the place where it was over. Where threads call at once, a tracer tells the
/// beginning and the end of a call on two lines.
pub fn calls(trace: &str) -> Vec<String> {
    let mut begun: HashMap<&str, &str> = HashMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, told)) = line.split_once(' ') else {
            continue;
        };
        let told = told.trim_start();
        if let Some((start, _)) = told.split_once("<unfinished ...>") {
            begun.insert(thread, start);
        } else if let Some((_, end)) = told.split_once(" resumed>") {
            let start = begun.remove(thread).unwrap_or_default();
            calls.push(format!("{start}{end}"));
        } else {
            calls.push(told.to_owned());
        }
    }
    calls
}

/// The bytes of the first text in quotes, as a tracer writes them.
pub fn bytes(call: &str) -> Option<Vec<u8>> {
    let (_, quoted) = call.split_once('"')?;
    let mut bytes = Vec::new();
    let mut rest = quoted.as_bytes().iter().copied().peekable();
    loop {
        match rest.next()? {
            b'"' => return Some(bytes),
            b'\\' => {}
            plain => {
                bytes.push(plain);
                continue;
            }
        }
        let escaped = match rest.next()? {
            b'x' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'v' => 0x0b,
            b'f' => 0x0c,
            digit @ b'0'..=b'7' => {
                let mut number = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(next) = rest.next_if(|next| (b'0'..=b'7').contains(next)) else {
                        break;
                    };
                    number = number * 8 + u32::from(next - b'0');
                }
                u8::try_from(number).ok()?
            }
            other => other,
        };
        bytes.push(escaped);
    }
}

#[test]
fn bytes_are_read_as_the_tracer_wrote_them() {
    let call = r#"write(1<pipe:[7]>, "\nacked \"5\"\\\x00\xffz\0018\7", 9) = 9"#;
    assert_eq!(bytes(call).unwrap(), b"\nacked \"5\"\\\x00\xffz\x018\x07");
}
