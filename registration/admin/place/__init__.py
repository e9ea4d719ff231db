"""One person's place: what may be done with it, and the page of each act. GET shows, POST acts, and the services
write."""
