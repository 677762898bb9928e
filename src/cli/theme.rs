//! `warroom theme`: the themes of this machine, painted with every role and state, and what is wrong with one.

use super::context::Context;
use super::failure::Failure;
use crate::config::origin::Origin;
use crate::run::look::Look;
use crate::run::themes::Themes;
use crate::tui::backend::printed;
use crate::tui::depth::Depth;
use crate::tui::specimen;
use crate::tui::theme::sheet::Sheet;
use crate::tui::theme::shelf::{BUILT_IN, DEFAULT, ThemeError};
use clap::{Args, Subcommand};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Theme {
    /// Name every theme of this machine
    List,
    /// Paint every role and every state with its name; in a pipe, their words and what is said of them
    Show(Show),
    /// Say what is wrong with a theme, and what cannot be read in it
    Check(Check),
}

#[derive(Debug, Args)]
pub struct Show {
    /// As `warroom theme list` names it; without one, the theme in use
    name: Option<String>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The files; without one, your own themes
    files: Vec<PathBuf>,
}

impl Theme {
    pub fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let themes = Themes::of(&context.settings.places);
        match self {
            Theme::List => list(context, &themes),
            Theme::Show(show) => show.run(context, &themes),
            Theme::Check(check) => check.run(context, &themes),
        }
    }
}

/// The name of the theme in use.
fn used(context: &Context) -> &str {
    let chosen = context.settings.config.screen.theme.as_ref();
    chosen.map_or(DEFAULT, |chosen| &chosen.value)
}

/// The built-in ones first; one's own by the names of their files, also where they stand over a built-in one.
fn list(context: &mut Context, themes: &Themes) -> Result<u8, Failure> {
    let own = themes.own();
    let names = BUILT_IN.iter().map(|(name, _)| *name);
    let more = own.iter().map(|(name, _)| name.as_str());
    let more = more.filter(|name| !BUILT_IN.iter().any(|(known, _)| known == name));
    let used = used(context).to_owned();
    let mut wrong = false;
    for name in names.chain(more) {
        let mark = if name == used { "*" } else { " " };
        let from = own.iter().find(|(own, _)| own == name);
        let from = from
            .map(|(_, path)| format!("  {}", path.display()))
            .unwrap_or_default();
        match themes.named(name) {
            Ok(sheet) => context.line(format!("{mark} {name:<14} {}{from}", sheet.about))?,
            Err(error) => {
                wrong = true;
                context.line(format!("{mark} {name:<14} cannot be used: {}", error.short()))?;
            }
        }
    }
    Ok(u8::from(wrong))
}

impl Show {
    fn run(&self, context: &mut Context, themes: &Themes) -> Result<u8, Failure> {
        let name = self.name.clone().unwrap_or_else(|| used(context).to_owned());
        let sheet = themes.named(&name).map_err(Failure::said)?;
        let screen = &context.settings.config.screen;
        let look = Look::of_this_terminal(screen, &|name| std::env::var(name).ok());
        // Who names a depth means to have it, in a pipe too.
        let named = screen.color.as_ref();
        let asked = named.is_some_and(|color| matches!(color.origin, Origin::Flag(_)));
        let paints = (io::stdout().is_terminal() || asked).then_some(look.depth);
        let page = specimen::page(&name, &sheet, paints.unwrap_or(Depth::True), look.lines);
        context.painted(&printed(&page, paints))?;
        Ok(0)
    }
}

impl Check {
    /// 0 when nothing is wrong, whatever is hard to read.
    ///
    /// # Errors
    /// A theme is wrong; what is wrong with it was printed.
    fn run(&self, context: &mut Context, themes: &Themes) -> Result<u8, Failure> {
        let files = match self.files.is_empty() {
            true => themes.own().into_iter().map(|(_, path)| path).collect(),
            false => self.files.clone(),
        };
        if files.is_empty() {
            context.line("there is no theme of your own; the built-in ones are right")?;
        }
        let mut wrong = 0;
        for file in files {
            match themes.of_file(&file) {
                Ok(sheet) => right(context, &file.display().to_string(), &sheet)?,
                Err(error) => {
                    wrong += match &error {
                        ThemeError::Wrong(faults) => faults.len(),
                        ThemeError::Unknown { .. } => 1,
                    };
                    context.lines(error)?;
                }
            }
        }
        context.flush()?;
        match wrong {
            0 => Ok(0),
            wrong => Err(Failure::faults(wrong, "theme")),
        }
    }
}

fn right(context: &mut Context, file: &str, sheet: &Sheet) -> Result<(), Failure> {
    context.line(format!("{file} is right: {}", sheet.about))?;
    for doubt in sheet.doubts() {
        context.line(format!("{file}: warning: {doubt}"))?;
    }
    Ok(())
}
