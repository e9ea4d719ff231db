"""The shape of what people type. Whether something may be done is for the policy."""
