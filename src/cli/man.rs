//! `warroom man`: the page of the manual and one for each verb, from the tables that help, footer and menu come from.

use super::failure::Failure;
use crate::config::words::VARIABLES;
use crate::tui::keys;
use clap::{Args, Command};
use clap_mangen::roff::{Roff, bold, roman};
use std::io::{self, Write};

#[derive(Debug, Args)]
pub struct Man {
    /// The page of a verb, such as `claim` or `theme show`; without one, of the program and its keys
    verb: Vec<String>,
}

const ABOUT_KEYS: &str = "Arrows, Enter, Space, Tab and Esc do everything; letters are shortcuts. \
     The colon lists every action by name, and says why one cannot be done now.";

const STATUS: &[(&str, &str)] = &[
    ("0", "Done; also when whoever read the output went away."),
    ("1", "Refused or failed, with a sentence on standard error."),
    ("2", "Asked in a wrong way, or no terminal where one is needed."),
    ("128 + n", "Ended by signal n."),
];

const FILES: &[(&str, &str)] = &[
    (
        "/etc/warroom/warroom.toml, ~/.config/warroom/warroom.toml",
        "Settings: the later wins, key by key; then the environment, then flags.",
    ),
    (
        "~/.config/warroom/playbooks/, ~/.config/warroom/themes/",
        "Playbooks and themes of your own; one wins over a built-in one of its name.",
    ),
    (
        "~/.local/state/warroom/",
        "The local room, the log of a hub, and what was typed or recorded and is not with the hub yet.",
    ),
];

impl Man {
    /// Writes the page in roff; no setting of this machine counts for it.
    ///
    /// # Errors
    /// There is no such verb, or nobody reads.
    pub fn run(&self, program: Command) -> Result<u8, Failure> {
        io::stdout().write_all(&page(program, &self.verb)?)?;
        Ok(0)
    }
}

fn page(mut command: Command, verb: &[String]) -> Result<Vec<u8>, Failure> {
    command.build();
    for word in verb {
        let Some(found) = command.find_subcommand(word) else {
            let verb = verb.join(" ");
            return Err(Failure::usage(format!(
                "there is no verb `{verb}`; `warroom help` lists them"
            )));
        };
        command = found.clone();
    }
    let mut page = Vec::new();
    let is_program = verb.is_empty();
    let has_verbs = command.has_subcommands();
    let man = clap_mangen::Man::new(command).manual("warroom");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if has_verbs {
        man.render_subcommands_section(&mut page)?;
    }
    if is_program {
        of_the_program().to_writer(&mut page)?;
    }
    Ok(page)
}

/// What is true of the whole program, whatever the verb.
fn of_the_program() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["KEYS"]).text([roman(ABOUT_KEYS)]);
    let keys: Vec<_> = keys::by_use()
        .map(|binding| (head(binding), binding.about))
        .collect();
    entries(&mut roff, keys.iter().map(|(head, about)| (&**head, *about)));
    roff.control("SH", ["ENVIRONMENT"]);
    let variables: Vec<_> = VARIABLES
        .iter()
        .map(|(name, key)| (*name, format!("As {key} in the settings.")))
        .collect();
    entries(&mut roff, variables.iter().map(|(name, about)| (*name, &**about)));
    roff.control("SH", ["EXIT STATUS"]);
    entries(&mut roff, STATUS.iter().copied());
    roff.control("SH", ["FILES"]);
    entries(&mut roff, FILES.iter().copied());
    roff
}

/// The key; without one, the way there through the menu.
fn head(binding: &keys::Binding) -> String {
    match binding.shown {
        "" => format!(": {}", binding.label),
        key => key.to_owned(),
    }
}

fn entries<'a>(roff: &mut Roff, entries: impl Iterator<Item = (&'a str, &'a str)>) {
    for (head, about) in entries {
        roff.control("TP", []).text([bold(head)]).text([roman(about)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    fn program() -> Command {
        let mut program = Cli::command();
        program.build();
        program
    }

    fn written(program: &Command, verb: &[&str]) -> Result<String, Failure> {
        let verb: Vec<String> = verb.iter().map(|word| (*word).to_owned()).collect();
        page(program.clone(), &verb).map(|page| String::from_utf8(page).unwrap())
    }

    #[test]
    fn the_page_has_every_key_with_its_sentence_and_every_verb() {
        let program = program();
        let page = written(&program, &[]).unwrap();
        let plain = page.replace("\\*(Aq", "'").replace("\\&", "").replace("\\-", "-");
        for binding in keys::KEYS {
            assert!(plain.contains(binding.about), "{}\n{plain}", binding.about);
            assert!(plain.contains(&head(binding)), "{}\n{plain}", binding.about);
        }
        assert!(!page.contains("\\fB\\fR"), "an entry without a head:\n{page}");
        for verb in program.get_subcommands() {
            let name = format!("warroom-{}(1)", verb.get_name());
            assert!(plain.contains(&name), "{name}");
        }
    }

    #[test]
    fn each_verb_has_a_page_and_what_is_none_is_told() {
        fn pages(program: &Command, command: &Command, path: &[&str]) -> usize {
            command
                .get_subcommands()
                .map(|verb| {
                    let path: Vec<&str> = path.iter().copied().chain([verb.get_name()]).collect();
                    let page = written(program, &path).unwrap();
                    assert!(page.contains("SH SYNOPSIS"), "{path:?}");
                    1 + pages(program, verb, &path)
                })
                .sum()
        }
        let program = program();
        assert!(pages(&program, &program, &[]) > 80);
        let refused = written(&program, &["report", "nothing"]).unwrap_err();
        assert_eq!(refused.code(), 2);
    }
}
