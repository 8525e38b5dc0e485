"""The one-stop desk's answers to the contracts of the core."""

from datetime import date, datetime

import msgspec

from core.contracts.dossiers import PublicDossier
from core.contracts.procedures import ProcedureBrief, ProcedurePage, ProcedureSheet
from plugins.onestop.catalogue.blank_forms import downloads
from plugins.onestop.commands.slips import digest_of
from plugins.onestop.queries import procedures, public


class Catalogue:
    """Implements `ProcedureCatalogue`."""

    async def search(
        self, text: str, day: date, *, field: str = "", level: str = "", offset: int = 0, limit: int = 20
    ) -> ProcedurePage:
        """Return one page of procedures that fit."""
        return await procedures.search(text, day, field=field, level=level, offset=offset, limit=limit)

    async def sheet(self, code: str, day: date) -> ProcedureSheet | None:
        """Return the version in force, with the blank forms that the office offers."""
        found = await procedures.sheet(code, day)
        return None if found is None else msgspec.structs.replace(found, downloads=await downloads(code))

    async def most_wanted(self, day: date, limit: int = 8) -> tuple[ProcedureBrief, ...]:
        """Return what is asked for most."""
        return await procedures.most_wanted(day, limit)


class Status:
    """Implements `DossierStatus`."""

    async def by_slip(self, token: str, now: datetime) -> PublicDossier | None:
        """Return the dossier of a slip's digits."""
        try:
            digest = digest_of(token)
        except ValueError:
            return None
        found = await public.by_digest(digest)
        return await found.view(now) if found else None

    async def by_number(self, code: str, factor: str, now: datetime) -> PublicDossier | None:
        """Return the dossier when the factor fits."""
        found = await public.by_code(code)
        return await found.view(now) if public.knows(found, factor) and found else None

    async def by_code(self, code: str, now: datetime) -> PublicDossier | None:
        """Return the dossier for somebody who has shown a slip or a factor."""
        found = await public.by_code(code)
        return await found.view(now) if found else None
