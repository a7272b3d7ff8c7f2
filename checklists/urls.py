from django.urls import path

from checklists.views import answers, files, live, people, plans, sheets, workshops

app_name = "checklists"
PLAN = "<slug:public>/"
SHEET = PLAN + "<slug:at>/"

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("new/", plans.new, name="new"),
    path("in/<str:secret>/", people.join, name="join"),
    path("back/<slug:public>/<str:secret>/", people.come_back, name="come-back"),
    path(PLAN, plans.plan, name="plan"),
    path(PLAN + "details/", plans.details, name="details"),
    path(PLAN + "removal/", plans.removal, name="removal"),
    path(PLAN + "since/", live.since, name="since"),
    path(PLAN + "pulse/", live.pulse, name="pulse"),
    path(PLAN + "people/", people.people, name="people"),
    path(PLAN + "people/links/", people.invite, name="invite"),
    path(PLAN + "people/links/<int:pk>/stop/", people.stop_link, name="stop-link"),
    path(PLAN + "people/me/", people.me, name="me"),
    path(PLAN + "people/<int:pk>/role/", people.change_role, name="role"),
    path(PLAN + "people/<int:pk>/removal/", people.remove, name="remove-person"),
    path(PLAN + "actions/", files.actions, name="actions"),
    path(PLAN + "actions.ics", files.calendar, name="calendar"),
    path(PLAN + "actions.xlsx", files.action_sheet, name="action-sheet"),
    path(PLAN + "download/", files.choose, name="files"),
    path(PLAN + "download/<slug:what>/<slug:kind>/", files.download, name="file"),
    path(PLAN + "workshops/", workshops.choose, name="workshops"),
    path(SHEET, sheets.sheet, name="sheet"),
    path(SHEET + "area/<slug:area>/", sheets.area, name="area"),
    path(SHEET + "question/<str:number>/", sheets.question, name="question"),
    path(SHEET + "question/<str:number>/workshop/", workshops.bring, name="bring"),
    path(SHEET + "question/<str:number>/workshop/<int:pk>/", workshops.hand_back, name="hand-back"),
    path(SHEET + "again/", sheets.again, name="again"),
    path(SHEET + "compare/", sheets.compare, name="compare"),
    path(SHEET + "removal/", sheets.removal, name="sheet-removal"),
    path(SHEET + "answers/<str:ref>/", answers.write, name="write"),
    path(SHEET + "answers/<str:ref>/history/", answers.history, name="history"),
    path(SHEET + "answers/<str:ref>/history/<int:pk>/", answers.bring_back, name="bring-back"),
    path(SHEET + "answers/<str:ref>/comments/", answers.comment, name="comment"),
    path(SHEET + "answers/<str:ref>/comments/<int:pk>/", answers.take_back, name="take-back"),
]
