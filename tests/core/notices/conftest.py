from core.notices.testing import mail_server

__all__ = ["mail_server"]
