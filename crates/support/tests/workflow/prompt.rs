//! The prompt for an agent (R36).
