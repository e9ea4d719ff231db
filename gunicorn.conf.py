"""How gunicorn serves; it reads this by itself when started in this folder. Its own options still overrule it."""

from conference.settings import PORT, WEB_CONCURRENCY

bind = f"127.0.0.1:{PORT}"
workers = WEB_CONCURRENCY
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
control_socket_disable = True
