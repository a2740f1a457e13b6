issue-counter = Write program/counter, such as loyalty-spend/points.
why-balance = Balance of the counter
why-lapses = Some of it lapses one day
why-until = The first lot lapses at the latest on
