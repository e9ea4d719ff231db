"""The yardstick: the least that plain Django needs to announce an event and give away its places and no more.

It stays as it was first committed, so that figures from different days can be compared.
"""
