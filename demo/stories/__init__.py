from demo.stories import brovary, lviv, others, transferred

STORIES = (*brovary.STORIES, *lviv.STORIES, *others.STORIES)
TRANSFERRED = transferred.STORIES
