"""Filing from home: forms as data, drafts, answers of the desk."""
