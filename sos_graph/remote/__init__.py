"""Other SPARQL engines through the same door: asked in the place of the pool, loaded with a release, and probed.

client        Query -> Answer, from the first of several engines that can give it
backend       one engine: is it there, does it hold our release, what does it answer
adapters      what each engine does otherwise than the standard says, as data
wording       Query -> the request of an engine (marker: how a release is marked there)
exchange      request -> reply over HTTP/1.1, under one clock
reading       reply -> Answer, or the error that it amounts to
loading       Release -> an engine that holds it (counting: whether it does)
probing       an endpoint -> how it deviates from the standards (checks)
"""
