-- A calendar client that asks whether anything changed.
wrk.headers["If-None-Match"] = os.getenv("ETAG")
