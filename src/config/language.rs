//! A file of translations: each text by its English, and what of it cannot be used.

use super::error::ConfigError;
use crate::domain::line::line_of;
use crate::domain::speech::Language;
use crate::domain::translation::Translation;
use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The name of the language that is made from the English, for whoever looks for what cannot be translated.
pub const PSEUDO: &str = "pseudo";
/// The language in which the program is written.
pub const ENGLISH: &str = "en";

/// Translations as far as they can be used: where one cannot, the English is shown.
#[derive(Debug, Default)]
pub struct Translations {
    pub texts: HashMap<String, Translation>,
    pub faults: Vec<ConfigError>,
}

/// The language of this name, from these folders, the later winning text by text; `None` is English.
pub fn load(name: &str, folders: &[PathBuf]) -> (Option<Language>, Vec<ConfigError>) {
    match name {
        ENGLISH => return (None, Vec::new()),
        PSEUDO => return (Some(Language::pseudo()), Vec::new()),
        _ => {}
    }
    let file = format!("{name}.toml");
    let mut all = Translations::default();
    let mut found = false;
    for path in folders.iter().map(|folder| folder.join(&file)) {
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let one = parse(&path, &text);
                found = true;
                all.texts.extend(one.texts);
                all.faults.extend(one.faults);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => all.faults.push(ConfigError::Unreadable {
                path,
                why: error.to_string(),
            }),
        }
    }
    if !found && all.faults.is_empty() {
        let folder = folders.last().map(|folder| folder.display().to_string());
        all.faults.push(ConfigError::Wrong {
            place: "language".to_owned(),
            what: format!(
                "there is no {file} in {}; English is shown",
                folder.unwrap_or_default()
            ),
        });
    }
    let language = (!all.texts.is_empty()).then_some(Language::Translated(all.texts));
    (language, all.faults)
}

/// `path` is where the text is from, for messages. An empty translation is one that nobody has written yet.
pub fn parse(path: &Path, text: &str) -> Translations {
    let mut read = Translations::default();
    let lines: BTreeMap<Spanned<String>, Spanned<toml::Value>> = match toml::from_str(text) {
        Ok(lines) => lines,
        Err(error) => {
            read.faults.push(ConfigError::of_toml(path, text, &error));
            return read;
        }
    };
    for (english, translation) in lines {
        let place = format!("{}:{}", path.display(), line_of(text, translation.span().start));
        let english = english.into_inner();
        let translated = match translation.into_inner() {
            toml::Value::String(empty) if empty.is_empty() => continue,
            toml::Value::String(translated) if translated.chars().any(|c| c.is_control() && c != '\n') => {
                Err("holds a control character".to_owned())
            }
            toml::Value::String(translated) => Translation::of(&english, &translated),
            _ => Err("is no text; expected one in quotes".to_owned()),
        };
        match translated {
            Ok(translation) => drop(read.texts.insert(english, translation)),
            Err(why) => read.faults.push(ConfigError::Wrong {
                place,
                what: format!("the translation of {english:?} {why}. The English is shown"),
            }),
        }
    }
    read.faults.sort_by_key(ToString::to_string);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(text: &str) -> Translations {
        parse(Path::new("words/de.toml"), text)
    }

    #[test]
    fn what_can_be_used_is_used_and_the_rest_is_named_with_its_line() {
        let read = german(
            "\"nobody\" = \"niemand\"\n\"{n} left\" = \"noch {m}\"\n\"open\" = 3\n\"not yet\" = \"\"\n\
             \"{n} of {all}\" = \"{all}, davon {n}\"\n\"bell\" = \"\\u0007\"\n",
        );
        let mut used: Vec<&str> = read.texts.keys().map(String::as_str).collect();
        used.sort_unstable();
        assert_eq!(used, ["nobody", "{n} of {all}"]);
        let told: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "words/de.toml:2: the translation of \"{n} left\" leaves out {n}; keep every value in braces. The English is shown",
                "words/de.toml:3: the translation of \"open\" is no text; expected one in quotes. The English is shown",
                "words/de.toml:6: the translation of \"bell\" holds a control character. The English is shown",
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_toml_is_named_and_nothing_of_it_is_used() {
        let read = german("nobody = niemand");
        assert!(read.texts.is_empty());
        let told = read.faults[0].to_string();
        assert!(told.starts_with("words/de.toml:1: "), "{told}");
    }

    #[test]
    fn a_language_that_is_not_there_is_told_and_english_and_pseudo_always_are() {
        let (language, faults) = load("xx", &[PathBuf::from("/nowhere/words")]);
        assert!(language.is_none());
        assert_eq!(
            faults[0].to_string(),
            "language: there is no xx.toml in /nowhere/words; English is shown"
        );
        assert!(matches!(load("en", &[]), (None, faults) if faults.is_empty()));
        assert!(matches!(load("pseudo", &[]), (Some(Language::Pseudo(_)), faults) if faults.is_empty()));
    }
}
