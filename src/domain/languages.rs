//! Languages as lists write them: `ja`, `ja-JP` or `Japanese` is one language.

use super::text::Clean;

/// Those that key accounts are called in most often; any other is taken as it is written.
const KNOWN: [(&str, &str); 24] = [
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("zh", "Chinese"),
];

/// As people say it: `Japanese`. What is not known stays as written.
pub fn named(written: &str) -> Clean {
    let text = written.trim();
    let code = text.split(['-', '_']).next().unwrap_or(text);
    let known = KNOWN.iter().find(|(short, long)| {
        let coded = code.len() == 2 && short.eq_ignore_ascii_case(code);
        coded || long.eq_ignore_ascii_case(text)
    });
    Clean::from(known.map_or(text, |(_, long)| long))
}

/// Whether two ways of writing mean one language.
pub fn same(one: &str, other: &str) -> bool {
    named(one).to_lowercase() == named(other).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_one_however_it_is_written() {
        for written in ["ja", "JA", "ja-JP", "Japanese", " japanese "] {
            assert_eq!(named(written), "Japanese", "{written:?}");
            assert!(same(written, "ja"));
        }
        assert_eq!(named("Basque"), "Basque");
        assert!(same("Basque", "basque"));
        assert!(!same("ja", "ko"));
    }
}
