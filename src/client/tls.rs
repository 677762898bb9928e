//! What goes wrong with TLS, in words for whoever only wants into the room.

use rustls::{AlertDescription, CertificateError, Error as Tls, InvalidMessage};
use std::error::Error;
use std::io;

/// A sentence, when a connection failed at its encryption. Nothing was sent then, least of all the token.
pub fn trouble(error: &(dyn Error + 'static), address: &str) -> Option<String> {
    let mut cause = Some(error);
    while let Some(one) = cause {
        if let Some(tls) = one.downcast_ref::<Tls>() {
            return Some(said(tls, address));
        }
        let inside = one.downcast_ref::<io::Error>();
        if let Some(tls) = inside.and_then(within) {
            return Some(said(tls, address));
        }
        // In the words of what makes the connection, which has no kind of its own for it.
        if one.to_string() == "tls handshake eof" {
            return Some(format!(
                "{address} broke the connection off before it was encrypted; is it a hub that speaks TLS, or something \
                 in between?"
            ));
        }
        cause = one.source();
    }
    None
}

/// An error of input and output has what it is made of beside its causes, and may be made of another.
fn within(error: &io::Error) -> Option<&Tls> {
    let inner = error.get_ref()?;
    let deeper = || within(inner.downcast_ref::<io::Error>()?);
    inner.downcast_ref::<Tls>().or_else(deeper)
}

fn said(error: &Tls, address: &str) -> String {
    match error {
        Tls::InvalidCertificate(wrong) => certificate(wrong, address),
        Tls::PeerIncompatible(_) | Tls::AlertReceived(AlertDescription::ProtocolVersion) => format!(
            "{address} speaks only old versions of TLS, which are not safe any more; it needs 1.2 or 1.3"
        ),
        // What a server without TLS answers is no TLS.
        Tls::InvalidMessage(InvalidMessage::InvalidContentType) => {
            let plain = address.replacen("https:", "http:", 1);
            format!(
                "{address} speaks plain HTTP and not TLS; if that is your hub, say {plain}, or give it a certificate \
                 (warroom serve --tls-cert)"
            )
        }
        other => format!("no encrypted connection to {address} can be made: {other}"),
    }
}

fn certificate(wrong: &CertificateError, address: &str) -> String {
    match wrong {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => format!(
            "the certificate of {address} has expired; whoever runs the hub renews it. Or is this machine's clock wrong?"
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => format!(
            "the certificate of {address} is not valid yet; is this machine's clock wrong, or the hub's certificate too \
             new?"
        ),
        CertificateError::NotValidForName => {
            format!("the certificate of {address} is for another name; use the address it is for")
        }
        CertificateError::NotValidForNameContext { presented, .. } => format!(
            "the certificate of {address} is for another name ({}); use the address it is for",
            presented.join(", ")
        ),
        CertificateError::UnknownIssuer => format!(
            "the certificate of {address} is signed by nobody this machine trusts; if it is of your team's own making, \
             name the one it is signed with in --ca-file"
        ),
        CertificateError::Revoked => format!("the certificate of {address} was revoked"),
        other => format!(
            "the certificate of {address} cannot be trusted ({other}); if it is of your team's own making, name the one \
             it is signed with in --ca-file"
        ),
    }
}
