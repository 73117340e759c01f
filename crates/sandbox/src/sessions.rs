//! Who is logged in: session ids, their lifetime, lockout after failed tries.
//!
//! Knows nothing of the protocols that carry a password or a session id.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::config::{OrgConfig, OrgUser};
use crate::moment::Millis;

/// Why a login was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Unknown user, wrong password, wrong token or locked out; nobody is told which.
    InvalidLogin,
    /// The password was right, the security token was missing.
    TokenNeeded,
    /// The user may not use the API.
    ApiDisabled,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) username: String,
    /// Only the password can be changed in it.
    pub(crate) password_expired: bool,
    last_activity: Millis,
}

/// All sessions, and the failed tries of each user.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    open: BTreeMap<String, Session>,
    failures: BTreeMap<String, u32>,
}

impl Sessions {
    /// Checks a user name and a password with its token appended.
    pub(crate) fn check<'a>(
        &mut self,
        config: &'a OrgConfig,
        username: &str,
        password: &str,
    ) -> Result<&'a OrgUser, Refusal> {
        let user = config
            .users
            .iter()
            .find(|user| user.username.eq_ignore_ascii_case(username.trim()))
            .ok_or(Refusal::InvalidLogin)?;
        let failures = self.failures.entry(user.username.clone()).or_default();
        if user.locked || *failures >= config.login_attempts {
            return Err(Refusal::InvalidLogin);
        }
        let rest = password.strip_prefix(user.password.as_str());
        let right = match rest {
            Some(rest) if rest == user.security_token => true,
            Some("") => !config.token_needed,
            _ => false,
        };
        if !right {
            *failures += 1;
            return Err(if rest == Some("") {
                Refusal::TokenNeeded
            } else {
                Refusal::InvalidLogin
            });
        }
        *failures = 0;
        if user.api_disabled {
            return Err(Refusal::ApiDisabled);
        }
        Ok(user)
    }

    /// Opens a session: the organization's 15-character id, `!`, and an opaque rest.
    ///
    /// # Errors
    ///
    /// When the machine gives no random bytes.
    pub(crate) fn open(
        &mut self,
        organization: &str,
        user: &OrgUser,
        now: Millis,
    ) -> Result<String, getrandom::Error> {
        let mut random = [0; 60];
        getrandom::fill(&mut random)?;
        let short = organization.get(..15).unwrap_or(organization);
        let id = format!(
            "{short}!AQ{}",
            URL_SAFE_NO_PAD.encode(random).replace('-', ".")
        );
        self.open.insert(
            id.clone(),
            Session {
                username: user.username.clone(),
                password_expired: user.password_expired,
                last_activity: now,
            },
        );
        Ok(id)
    }

    /// The session of that id if it is still alive. Activity is noticed only after half of the
    /// lifetime, as in Salesforce.
    pub(crate) fn alive(&mut self, id: &str, lifetime: Millis, now: Millis) -> Option<&Session> {
        let session = self.open.get_mut(id)?;
        let idle = now.saturating_sub(session.last_activity);
        if idle >= lifetime {
            self.open.remove(id);
            return None;
        }
        if idle >= lifetime / 2 {
            session.last_activity = now;
        }
        self.open.get(id)
    }

    /// Ends every session.
    pub(crate) fn expire_all(&mut self) {
        self.open.clear();
    }
}
