//! Plain text as Markdown that reads as it was written: no letter of it is markup.

/// Escapes what Markdown or HTML would take for markup, and nothing else, so that the Markdown stays readable.
pub fn escaped(text: &str) -> String {
    let lines: Vec<String> = text.trim().lines().map(line).collect();
    lines.join("\n")
}

fn line(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    // What begins a list, a heading, a quotation or a rule only there.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if text.starts_with(['#', '>', '-', '+', '=', '~', ':']) {
        out.push('\\');
        out.extend(text.chars().take(1));
        rest = &text[1..];
    } else if digits > 0 && text[digits..].starts_with(['.', ')']) {
        out.push_str(&text[..digits]);
        out.push('\\');
        rest = &text[digits..];
    }
    let chars: Vec<char> = rest.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let inside = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
        let markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' => true,
            // Inside a word it is a letter.
            '_' => !(at > 0 && inside(at - 1) && inside(at + 1)),
            '~' => chars.get(at + 1) == Some(&'~') || (at > 0 && chars[at - 1] == '~'),
            '&' => is_entity(&chars[at + 1..]),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// What follows an ampersand makes one sign of it: `amp;`, `#60;`.
fn is_entity(rest: &[char]) -> bool {
    let name = rest
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '#')
        .count();
    name > 0 && rest.get(name) == Some(&';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page;

    #[test]
    fn plain_words_stay_as_they_are() {
        for plain in [
            "Errors fell from 4.1 % to 0.9 % at 14:07 (UTC).",
            "media_eu, R&D, a - b, 3 + 4 = 7, fine!",
            "\u{201c}Calls drop.\u{201d}",
        ] {
            assert_eq!(escaped(plain), plain);
        }
    }

    #[test]
    fn nothing_a_customer_wrote_is_markup() {
        for text in [
            "<script>alert(1)</script>",
            "<b>bold</b> &lt;i&gt; &copy;",
            "**bold** _it_ `code` ~~gone~~",
            "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
            "# heading",
            "heading\n===",
            "1. one\n2) two\n- three\n+ four\n* five",
            "> quoted",
            "    indented\n\tcode",
            "a\n---\nb",
            "| a | b |\n|---|---|",
            "[ref]: http://evil.example",
            "\\<b>",
            "<http://evil.example>",
        ] {
            let html = page("t", &escaped(text));
            let body = html
                .split("<main>")
                .nth(1)
                .unwrap()
                .split("</main>")
                .next()
                .unwrap();
            let tags = body.replace("<p>", "").replace("</p>", "");
            assert!(!tags.contains('<'), "{text:?} became {body}");
            let plain = tags
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"");
            let plain = plain.replace("&amp;", "&");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&plain), words(text));
        }
    }
}
