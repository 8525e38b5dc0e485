from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.meetings.tables import MeetingsAnswer, MeetingsInvitation, MeetingsLink, MeetingsMeeting

APP_CONFIG = AppConfig(
    app_name="meetings",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[MeetingsMeeting, MeetingsInvitation, MeetingsLink, MeetingsAnswer],
)
