//! One file per command of `casement-proxy`.

pub(crate) mod check;
pub(crate) mod credentials;
pub(crate) mod serve;
