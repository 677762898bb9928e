//! Speaks TLS on a socket, with a certificate of the team's own.

use super::HubError;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate and its key, ready for use. Clones share them.
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl Tls {
    /// From PEM: the certificate with those above it, and its key.
    ///
    /// # Errors
    /// There is none in it, or they do not belong together.
    pub fn of_pem(certificates: &[u8], key: &[u8]) -> Result<Tls, HubError> {
        let chain: Result<Vec<CertificateDer>, _> = CertificateDer::pem_slice_iter(certificates).collect();
        let chain =
            chain.map_err(|error| wrong(format!("the certificate cannot be read as PEM ({error})")))?;
        if chain.is_empty() {
            return Err(wrong(
                "there is no certificate in the file of --tls-cert".to_owned(),
            ));
        }
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|_| wrong("there is no key in PEM in the file of --tls-key".to_owned()))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(error.to_string()))?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| match error {
                rustls::Error::InconsistentKeys(_) => {
                    wrong("the key is not the one of the certificate".to_owned())
                }
                other => wrong(format!("the certificate or its key cannot be used ({other})")),
            })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Tls(TlsAcceptor::from(Arc::new(config))))
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.0.accept(stream).await
    }
}

fn wrong(what: String) -> HubError {
    HubError::Tls(what)
}
