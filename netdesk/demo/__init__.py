"""The demo network: six school teams and a hub, made through the same operations and bundles that people use.

It is for showing, trying out and testing the whole way of a team's work. Story sheets (`stories/`) are plain data;
`series` makes their numbers from a seed, `facts` writes those numbers into the teachers' sentences, `build` lives the
story through edits on a moved clock and `exchange` carries bundles. It must not know Qt, write any row but through an
edit, or hold a number in a sentence that the data could contradict.
"""
