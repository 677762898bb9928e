//! `warroom serve`: the hub for a team, until a signal ends it.

use super::clean_lines::CleanLines;
use super::context::Context;
use super::failure::Failure;
use crate::config::values::{self, HubAddress};
use crate::hub::allowance::Limits;
use crate::run::hub::{self, Serve as Told};
use clap::Args;
use std::io;
use std::path::PathBuf;
use tracing::Level;

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; 127.0.0.1:7420 unless configured, and with port 0 any that is free
    #[arg(long)]
    pub listen: Option<String>,
    /// Where to keep the log: sqlite:PATH; unless configured, a file of your own named after the port
    #[arg(long)]
    pub store: Option<String>,
    /// Something in front of it speaks TLS: it may listen beyond this machine
    #[arg(long)]
    behind_proxy: bool,
    /// Speak TLS with this certificate, and those above it, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of that certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The address that others reach it at, such as https://hub.example.com:7420
    #[arg(long, value_name = "URL", value_parser = url)]
    url: Option<String>,
    /// Requests a second that one token may make in the long run
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().rate)]
    rate: u32,
}

fn url(text: &str) -> Result<String, String> {
    match values::hub(text, &|path| PathBuf::from(path)) {
        Ok(HubAddress::Url(url)) => Ok(url),
        Ok(HubAddress::Unix(_)) => Err("expected a URL such as https://hub.example.com".to_owned()),
        Err(why) => Err(why),
    }
}

impl Serve {
    pub async fn run(&self, context: &Context) -> Result<u8, Failure> {
        tracing_subscriber::fmt()
            .with_writer(|| CleanLines(io::stderr()))
            .with_ansi(false)
            .with_target(false)
            .with_max_level(Level::INFO)
            .init();
        let told = Told {
            behind_proxy: self.behind_proxy,
            tls: self.tls_cert.clone().zip(self.tls_key.clone()),
            url: self.url.clone(),
            limits: Limits {
                rate: self.rate,
                ..Limits::default()
            },
        };
        let signal = hub::serve(&context.settings, told, io::stderr()).await?;
        Ok(u8::try_from(128 + signal).unwrap_or(1))
    }
}
