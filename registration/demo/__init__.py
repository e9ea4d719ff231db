"""The demo's data: two announced conferences as they were held, one coming edition counted from today, and the
invented people who come to it. Titles, times, names and roles of the two are those announced; the texts are ours."""
