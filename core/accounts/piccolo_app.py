from pathlib import Path

from piccolo.conf.apps import AppConfig

from core.accounts.tables import (
    AccountsAccount,
    AccountsLink,
    AccountsLogin,
    AccountsPermission,
    AccountsRecovery,
    AccountsRolePermission,
    AccountsState,
    AccountsToken,
    AccountsTry,
)

APP_CONFIG = AppConfig(
    app_name="accounts",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        AccountsAccount,
        AccountsLogin,
        AccountsRecovery,
        AccountsLink,
        AccountsToken,
        AccountsRolePermission,
        AccountsPermission,
        AccountsTry,
        AccountsState,
    ],
)
