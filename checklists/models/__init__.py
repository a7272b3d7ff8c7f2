from checklists.models.answers import Answer, Comment, Version
from checklists.models.borrowed import Borrowed
from checklists.models.files import MadeFile
from checklists.models.people import Invite, Member
from checklists.models.project import Checklist, Project

__all__ = ["Answer", "Borrowed", "Checklist", "Comment", "Invite", "MadeFile", "Member", "Project", "Version"]
