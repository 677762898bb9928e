//! A typed line as words: names without quotes, and free text exactly as it was typed.

use clap::{Arg, Command};

/// The quote stays open where a word begins with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open;

/// Positionals of several words that are names, and no text.
const NAMES: [&str; 3] = ["accounts", "callers", "verb"];

/// The words of a line. Quotes hold one together where it begins with them, as after `--note=`; everything else, such as
/// an apostrophe, a backslash or a `#`, stands for itself.
pub fn split(line: &str) -> Result<Vec<String>, Open> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (word, after) = first(rest)?;
        words.push(word);
        rest = after;
    }
    Ok(words)
}

/// The first word of a text that begins with one, and what comes behind it.
fn first(text: &str) -> Result<(String, &str), Open> {
    let bare = text.find(char::is_whitespace).unwrap_or(text.len());
    let value = match text.starts_with("--") {
        true => text[..bare].find('=').map_or(0, |at| at + 1),
        false => 0,
    };
    let (name, rest) = text.split_at(value);
    let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        return Ok((text[..bare].to_owned(), text[bare..].trim_start()));
    };
    let inner = &rest[1..];
    let ends = |(at, _): &(usize, &str)| {
        let behind = inner[at + 1..].chars().next();
        behind.is_none_or(char::is_whitespace)
    };
    let (end, _) = inner.match_indices(quote).find(ends).ok_or(Open)?;
    Ok((format!("{name}{}", &inner[..end]), inner[end + 1..].trim_start()))
}

/// The words of a line whose verb ends in free text: that one is as it was typed, with every quote and backslash. Options
/// are taken before it, and behind it where nothing else follows them. `None` for every other verb.
pub fn free(line: &str, table: &Command, names: &[String]) -> Option<Result<Vec<String>, Open>> {
    let mut rest = line.trim();
    let mut verb = table;
    let mut words = Vec::new();
    while verb.has_subcommands() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        verb = verb.find_subcommand(&rest[..end])?;
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    let positionals: Vec<&Arg> = verb.get_positionals().collect();
    let (text, fixed) = positionals.split_last()?;
    if text.get_num_args()?.max_values() < 2 || NAMES.contains(&text.get_id().as_str()) {
        return None;
    }
    if matches!(rest, "--help" | "-h") {
        words.push("--help".to_owned());
        return Some(Ok(words));
    }
    let spoken = Spoken { verb, fixed, names };
    Some(
        spoken
            .read(rest)
            .map(|read| words.into_iter().chain(read).collect()),
    )
}

/// What stands behind a verb that ends in free text.
struct Spoken<'a> {
    verb: &'a Command,
    /// What comes before the text.
    fixed: &'a [&'a Arg],
    names: &'a [String],
}

impl Spoken<'_> {
    fn read(&self, line: &str) -> Result<Vec<String>, Open> {
        let (mut options, mut fixed) = (Vec::new(), Vec::new());
        let mut rest = self.options(line, &mut options)?;
        for arg in self.fixed {
            if rest.is_empty() {
                break;
            }
            let named = (arg.get_id() == "account").then(|| self.name(rest)).flatten();
            let (word, after) = match named {
                Some(named) => named,
                None => first(rest)?,
            };
            fixed.push(word);
            rest = self.options(after, &mut options)?;
        }
        let (text, behind) = self.text(rest);
        options.extend(behind);
        if !fixed.is_empty() || !text.is_empty() {
            // From here on nothing is an option, whatever it begins with.
            options.push("--".to_owned());
            options.extend(fixed);
            options.extend(Some(text.to_owned()).filter(|text| !text.is_empty()));
        }
        Ok(options)
    }

    /// Takes the options that a text begins with; gives what follows them.
    fn options<'t>(&self, text: &'t str, into: &mut Vec<String>) -> Result<&'t str, Open> {
        let mut rest = text.trim_start();
        while let Some(option) = self.option(rest) {
            let (word, after) = first(rest)?;
            let apart = option.get_action().takes_values() && !word.contains('=');
            into.push(word);
            rest = after;
            if apart && !rest.is_empty() {
                let (value, after) = first(rest)?;
                into.push(value);
                rest = after;
            }
        }
        Ok(rest)
    }

    /// The option that a text begins with.
    fn option(&self, text: &str) -> Option<&Arg> {
        let name = text.strip_prefix("--")?;
        let end = name.find(|c: char| c.is_whitespace() || c == '=');
        let name = &name[..end.unwrap_or(name.len())];
        let mut options = self.verb.get_opts().chain(self.verb.get_arguments());
        options.find(|arg| arg.get_long() == Some(name) && name != "help")
    }

    /// The text, and the options behind it.
    fn text<'t>(&self, rest: &'t str) -> (&'t str, Vec<String>) {
        for (at, _) in rest.match_indices(" --") {
            let mut options = Vec::new();
            let behind = &rest[at + 1..];
            if self.option(behind).is_some() && self.options(behind, &mut options) == Ok("") {
                return (rest[..at].trim_end(), options);
            }
        }
        (rest, Vec::new())
    }

    /// The longest name of the call list that a text begins with.
    fn name<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let begins = |name: &&String| {
            let start = text.get(..name.len());
            let behind = text.get(name.len()..).and_then(|rest| rest.chars().next());
            start.is_some_and(|start| start.to_lowercase() == name.to_lowercase())
                && behind.is_none_or(char::is_whitespace)
        };
        let name = self.names.iter().filter(begins).max_by_key(|name| name.len())?;
        Some((name.clone(), text[name.len()..].trim_start()))
    }
}
