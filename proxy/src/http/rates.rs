//! How often the tools may be called, by one client and by everybody.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::problem::Problem;
use crate::settings::Limits;

use super::{Shared, client};

pub(super) struct Rates {
    clock: DefaultClock,
    everybody: DefaultDirectRateLimiter,
    clients: DefaultKeyedRateLimiter<IpAddr>,
    calls: AtomicU32,
}

/// After so many calls, clients that have not called lately are forgotten.
const FORGET_EVERY: u32 = 1_000;

impl Rates {
    pub(super) fn new(limits: &Limits) -> Rates {
        let per_minute =
            |calls| Quota::per_minute(NonZeroU32::new(calls).unwrap_or(NonZeroU32::MIN));
        Rates {
            clock: DefaultClock::default(),
            everybody: RateLimiter::direct(per_minute(limits.calls_per_minute)),
            clients: RateLimiter::keyed(per_minute(limits.client_calls_per_minute)),
            calls: AtomicU32::new(1),
        }
    }

    /// The seconds to wait, where it is too early.
    fn check(&self, client: IpAddr) -> Result<(), u64> {
        if self
            .calls
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(FORGET_EVERY)
        {
            self.clients.retain_recent();
        }
        let clients = self.clients.check_key(&client);
        clients
            .and_then(|()| self.everybody.check())
            .map_err(|early| {
                let wait = early.wait_time_from(self.clock.now());
                wait.as_secs() + 1
            })
    }
}

pub(super) async fn limit(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::POST {
        let client = client::address(&request, &shared.settings.trusted_proxies);
        if let Err(seconds) = shared.rates.check(client) {
            return Problem::too_many_requests(seconds).into_response();
        }
    }
    next.run(request).await
}
