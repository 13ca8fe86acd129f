"""Who comes in: sign-in, second factor, first password, sessions, and what the trail says of it."""
