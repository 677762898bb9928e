//! `warroom token keep`: puts a token where this user's commands find it, and asks the hub whose it is before that.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::client::connection::Address;
use crate::config::values::HubAddress;
use crate::domain::actor::Actor;
use crate::run::reach;
use crate::wire;
use clap::Args;
use std::io::{self, IsTerminal, Read};

/// No token is longer, in bytes.
const LONGEST: u64 = 1_024;

/// Takes the token from standard input: what is an argument can be read by every user of the machine.
#[derive(Debug, Args)]
pub struct Keep {}

impl Keep {
    pub async fn run(&self, context: &mut Context) -> Result<(), Failure> {
        let Some(HubAddress::Url(url)) = context.settings.config.hub.as_ref().map(|hub| &hub.value) else {
            return Err(Failure::usage("say which hub the token is for, with --hub URL"));
        };
        let url = url.clone();
        let token = shown()?;
        let address = Address::Url(url.clone());
        let hub = reach::with_token(&context.settings, address, token.clone())?;
        let me: Actor = hub.get(wire::ME).await?;
        let file = reach::keep(&context.settings, &url, &token)?;
        let (name, access) = (me.name, me.access);
        context.line(format!(
            "You are {name} ({access}) at {url}; the token is in {}",
            file.display()
        ))?;
        match context.settings.remember_hub(&url)? {
            Some(file) => context.line(format!(
                "`warroom` opens the room from now on ({} names the hub)",
                file.display()
            )),
            None => context.line(format!("`warroom --hub {url}` opens the room")),
        }
    }
}

/// The one word on standard input.
fn shown() -> Result<String, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        return Err(Failure::usage(
            "the token comes on standard input, as in the line that `warroom invite` prints",
        ));
    }
    let mut text = String::new();
    let read = input.take(LONGEST).read_to_string(&mut text);
    let mut words = text.split_whitespace();
    match (read, words.next(), words.next()) {
        (Ok(_), Some(token), None) if token.is_ascii() => Ok(token.to_owned()),
        (_, _, _) => Err(Failure::said("what came on standard input is not one token")),
    }
}
